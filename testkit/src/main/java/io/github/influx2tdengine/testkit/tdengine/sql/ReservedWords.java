package io.github.influx2tdengine.testkit.tdengine.sql;

import java.util.Locale;
import java.util.Set;

/**
 * Words that are no names unless in backticks: each was refused as a column's name by TDengine
 * 3.3.7.5. INSERT takes them all the same.
 */
final class ReservedWords {
  private static final Set<String> WORDS =
      Set.of(
          """
          account accounts add aggregate alive all alter analyze and anode anodes anomaly_window
          anti apps arbgroups as asc asof assign auto balance batch_scan between bigint binary
          blob bnode bnodes bool both buffer bufsize bwlimit by cache cachemodel cachesize
          calc_notify_only case cast child client_version cluster cols column comment comp compact
          compacts compact_interval compact_time_offset compact_time_range composite connection
          connections conns consumer consumers contains count count_window create createdb
          current_user database databases dbs decimal delete delete_mark delete_output_table
          delete_recalc desc describe disk_info distinct distributed dnode dnodes double drop
          duration else enable encryptions encrypt_algorithm encrypt_key end event_type
          event_window every exists expired_time explain file fill fill_history fill_history_first
          first float flush for force force_output from full function functions geometry grant
          grants group hash_join having host if ignore ignore_disorder ignore_nodata_trigger
          import in index indexes inner insert int integer interval into is is_import jlimit join
          json keep keep_time_offset key kill language last last_row leader leading left licences
          like limit linear local logs low_latency_calc machines match maxrows max_delay
          mediumblob merge meta meta_only minrows minus mnode mnodes modify modules mount mounts
          nchar near next nmatch none normal not notify notify_history notify_options now
          no_batch_scan null nulls null_f offset on only or order outer outputtype output_subtable
          pages pagesize para_tables_sort partition partition_first pass period pi port position
          pps precision prev pre_filter primary privileges qnode qnodes qtime queries query rand
          range ratio read recalculate recursive redistribute regexp rename replace replica
          replicas reset restore retentions revoke right rollup schemaless scores select semi
          server_status server_version session set show single_stable skip_tsma sliding slimit sma
          smalldata_ts_sort smallint snode snodes soffset sort_for_group split ssmigrate
          ss_chunkpages ss_compact ss_keeplocal stable stables start state state_window stop
          storage stream streams stream_options strict stt_trigger subscribe subscriptions substr
          substring sysinfo system table tables table_prefix table_suffix tag tags tbname then
          timestamp timezone tinyint to today topic topics trailing transaction transactions trim
          trows true_for tsdb_pagesize tseries tsma tsmas ttl union unsafe unsigned untreated
          update use user users using value values value_f varbinary varchar variables verbose
          vgroup vgroups view views virtual vnode vnodes vtable vtables wal_fsync_period wal_level
          wal_retention_period wal_retention_size wal_roll_period wal_segment_size watermark when
          where window window_close window_offset window_open with write _c0 _fhigh _flow _frowts
          _irowts _irowts_origin _isfilled _qduration _qend _qstart _rowts _tags _tcurrent_ts
          _tgrpid _tlocaltime _tnext_localtime _tnext_ts _tprev_localtime _tprev_ts _twduration
          _twend _twrownum _twstart _wduration _wend _wstart
          """
              .split("\\s+"));

  private ReservedWords() {}

  static boolean contains(String word) {
    return WORDS.contains(word.toLowerCase(Locale.ROOT));
  }
}
