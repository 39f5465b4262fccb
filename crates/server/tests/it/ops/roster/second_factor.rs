mod delete_second_factor;
