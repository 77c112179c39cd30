import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { earlyScript } from './early-script.ts';
import { precompress } from './precompress.ts';

export default defineConfig({
  // Relative, so that the `<base href>` the server writes decides where assets are found.
  base: './',
  plugins: [svelte(), earlyScript(), precompress()],
  resolve: { conditions: ['@belfry/source', 'svelte', 'browser', 'module', 'import', 'default'] },
  build: {
    target: 'es2023',
    // Fonts are preloaded by address; nothing may become a data: address the policy forbids.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What several pages need is one file instead of thirty: on one connection requests cost more than bytes.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2, minSize: 0 }] },
      },
    },
  },
});
