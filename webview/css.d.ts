/** Style sheets are imported for their effect only: the bundler collects them into panel.css. */
declare module "*.css";
