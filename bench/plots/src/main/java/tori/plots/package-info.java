/** Draws what the measurements left in bench/results: plots as SVG, tables for its texts. */
package tori.plots;
