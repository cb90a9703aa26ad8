"""The measuring machinery: plan, order, meter, window, CSV files. Knows no experiment and needs no torch."""
