mod bucket;
