"""The measuring machinery: plan, order, meter, window, files. It knows no experiment or torch."""
