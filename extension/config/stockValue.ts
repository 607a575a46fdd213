/** What the TOML reader of stock FlexASIO makes of a value; times are accepted and never used. */
export type StockValue =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "int"; readonly value: bigint }
  | { readonly type: "double"; readonly value: number }
  | { readonly type: "bool"; readonly value: boolean }
  | { readonly type: "time" }
  | { readonly type: "array"; readonly items: StockValue[] }
  | { readonly type: "table"; readonly table: StockTable };

export type StockTable = Map<string, StockValue>;
