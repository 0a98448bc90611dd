-- Statements, one on each line, that run in batches from end to end.
select g, h, sum(x) from t group by rollup(g, h)
select g, h, count(*), grouping(g, h) from t group by cube(g, h)
select g, h, count(distinct id) from t group by grouping sets ((g), (h), ())
select g, group_id() from t group by grouping sets ((g), (g))
select count(distinct id) from t
select g, count(distinct id), sum(x) from t group by g
select g, count(distinct id), count(distinct h), sum(distinct h) from t group by g
select g, count(distinct id) filter (where h > 1), sum(h) filter (where b) from t group by g
select count(distinct id, h) from t
select id from t intersect select id from u
select id from t intersect all select id from u
select id from t except select id from u
select id from t except all select id from u
select id from t union select id from u
select row_number() over (partition by g order by h) from t
select rank() over (order by h), dense_rank() over (order by h), percent_rank() over (order by h), cume_dist() over (order by h) from t
select ntile(3) over (order by h), lag(h) over (order by id), lead(h, 2, 0) over (order by id) from t
select first_value(h) over (order by id), last_value(h) over (order by id rows between unbounded preceding and unbounded following), nth_value(h, 2) over (order by id) from t
select sum(h) over (partition by g), avg(h) over (order by id rows between 2 preceding and current row) from t
select sum(h) over (order by h range between 1 preceding and 1 following), count(*) over () from t
select min(x) over (order by id rows between 1 following and 3 following) from t
select sum(h) over (order by dt range between interval '1' day preceding and current row) from t
select sum(h) over (order by id rows between 2 preceding and 1 following exclude current row) from t
select first_value(x) ignore nulls over (order by id) from t
select row_number() over w, sum(x) over w from t window w as (partition by g order by id)
select stddev(x) over (order by id) from t
select * from (select id, row_number() over (partition by g order by h) rn from t) where rn = 1
select id, h from t qualify row_number() over (partition by g order by h) = 1
select id from t where id in (select id from u)
select id from t where id not in (select id from u)
select id from t where id not in (select v from u)
select id, id in (select v from u) from t
select id, exists (select 1 from u where u.id = t.id) from t
select id from t where id in (select id from u) or h = 1
select id from t where id not in (select id from u) or h = 1
select id from t where h > all (select id from u)
select id from t where h > any (select id from u where u.g = t.g)
select id, h = any (select id from u) from t
select id from t where (id, g) not in (select id, g from u)
select id from t where exists (select 1 from u where u.id > t.id)
select id from t where not exists (select 1 from u where u.id = t.id)
select id, (select max(v) from u where u.id = t.id) from t
select id, (select v from u where u.id = t.id) from t
select id, (select v from u) from t
select id, (select v from u where u.id > t.id order by v limit 1) from t
select t.id, s.v from t, lateral (select v from u where u.id = t.id limit 1) s
select t.id, s.v from t left join lateral (select v from u where u.id = t.id order by v limit 1) s on true
select t.id, s.v from t cross join lateral (select sum(v) v from u where u.id < t.id) s
select * from t cross join u
select * from t join u on t.id < u.id
select * from t left join u on t.id < u.id
select * from t full join u on t.id < u.id
select * from t full join u on t.id = u.id and t.h > u.v
select * from t right join u on t.id = u.id
select * from t natural join u
select * from t join u using (id)
select stddev(x), stddev_pop(x), stddev_samp(x), variance(x), var_pop(x), var_samp(x) from t
select g, stddev(d), var_pop(h) from t group by g
select covar_pop(x, y), covar_samp(x, y) from t
select regr_count(x, y), regr_sxx(x, y), regr_syy(x, y) from t
select bool_and(b), bool_or(b), every(b), some(b) from t
select bit_and(h), bit_or(h), bit_xor(h) from t
select array_agg(id order by h desc) from t
select g, array_agg(id) from t group by g
select array_agg(distinct h) from t
select g, listagg(g, ',') within group (order by id) from t group by g
select string_agg(g, ',' order by id) from t
select array_concat_agg(arr) from t
select percentile_cont(0.5) within group (order by x) from t
select percentile_disc(0.5) within group (order by x) from t
select mode(h) from t
select any_value(h), single_value(h) from t
select any_value(arr) from t
select min(arr) from t
select arr, count(*) from t group by arr
select distinct arr from t
select distinct g, h from t
select approx_count_distinct(id) from t
select count(*) filter (where b), sum(x) filter (where id > 1) from t
select avg(distinct h) from t
select e from t, unnest(arr) as e
select t.id, e from t cross join unnest(t.arr) as x(e)
select * from unnest(array[1,2,3]) as x(e)
select * from unnest(array[1,2,3]) with ordinality as x(e, o)
select array(select id from u)
select multiset(select id from u)
select id, array(select v from u where u.id = t.id) from t
with c as (select g, count(*) n from t group by g) select * from c a join c b on a.n = b.n
select soundex(g), initcap(g), md5(g), to_char(ts, 'YYYY'), power(x, 2), sqrt(x), concat_ws(',', g, g) from t
select * from t where regexp_like(g, 'a') order by soundex(g) limit 3
select upper(g) as k, sum(sqrt(x)) from t group by upper(g)
select * from (values (1, 2), (3, 4)) v(a, b) order by a limit 1
select * from t pivot (sum(x) for g in ('a', 'b'))
select * from t unpivot (val for k in (x, y))
select id from t order by arr
select max(id) from t having count(*) > 1
select g, sum(sum(h)) over (order by g) from t group by g
select id, sum(h) over (partition by g order by id) / sum(h) over () from t
select id from t where (select count(*) from u where u.id = t.id) > 0
select id from t where id = (select max(id) from u where u.g = t.g)
select * from t t1 where x > (select avg(x) from t t2 where t2.g = t1.g)
select * from t where id between (select min(id) from u) and (select max(id) from u)
select * from t where id in (1, 2, 3)
select * from t limit 2 offset 1
select collect(id) from t
select t.id, e from t left join unnest(t.arr) as x(e) on true
select id, (select sum(e) from unnest(t.arr) as x(e)) from t
select * from unnest(map['a', 1, 'b', 2]) as x(k, v)
select t.id, s.v from t, lateral (select v from u where u.id >= t.id order by v limit 1) s
select g, h, count(*) from t where id > 100 group by grouping sets ((g), (h), ())
select fusion(c) from (select multiset[1, 2] as c from t)
select lag(x) ignore nulls over (order by id) from t
select g, count(*) from t group by g having count(*) > 1 order by 2 limit 3
select arr, listagg(g) from t group by arr
