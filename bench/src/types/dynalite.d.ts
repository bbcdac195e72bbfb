declare module "dynalite" {
  import type { Server } from "node:http";

  interface Options {
    createTableMs?: number;
  }

  export default function dynalite(options?: Options): Server;
}
