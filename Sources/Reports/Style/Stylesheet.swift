/// The page's style: system fonts, both colour schemes, narrow screens, paper.
enum Stylesheet {
    /// Nothing in it comes from outside.
    static let text = """
        :root{color-scheme:light dark;\(Palette.light.properties)}
        @media (prefers-color-scheme:dark){:root{\(Palette.dark.properties)}}
        \(page)
        \(parts)
        \(chart)
        \(media)
        """

    private static let page = """
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
        body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;overflow-wrap:break-word}
        main{max-width:54rem;margin:0 auto;padding:3rem 1.5rem 5rem}
        h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
        h1{font-size:2rem;letter-spacing:-.015em}
        h2{font-size:1.35rem;margin-bottom:1rem}
        h3{font-size:1.05rem}
        p{margin:.5rem 0}
        section{margin-top:3.5rem}
        a{color:var(--accent);text-underline-offset:.15em;text-decoration-thickness:.06em}
        a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
        code,pre,.id{font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em;font-variant-ligatures:none}
        .id,code{overflow-wrap:anywhere}
        .id{color:var(--muted)}
        pre{margin:.5rem 0;padding:.8rem 1rem;background:var(--panel);border-radius:.4rem;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.5}
        time,.number{font-variant-numeric:tabular-nums}
        time,.whole{white-space:nowrap}
        .muted{color:var(--muted)}
        .small{font-size:.9rem}
        mark{background:var(--cited-ground);color:var(--cited);border-radius:.15em;padding:.05em .15em;box-decoration-break:clone;-webkit-box-decoration-break:clone}
        """

    private static let parts = """
        .chip{display:inline-block;padding:.05rem .55rem;border-radius:1rem;font-size:.82rem;font-weight:600;line-height:1.5;white-space:nowrap;color:var(--info);background:var(--info-ground)}
        \(Palette.light.pairs.map { ".chip.\($0.name){color:var(--\($0.name));background:var(--\($0.name)-ground)}" }.joined(separator: "\n"))
        header dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:1.25rem 0 0}
        dt{color:var(--muted)}
        dd{margin:0;min-width:0}
        .kicker{margin:0 0 .5rem;color:var(--muted);font-size:.85rem;letter-spacing:.06em;text-transform:uppercase}
        .summary{margin-top:2rem;padding:1.25rem 1.5rem;background:var(--panel);border-left:.3rem solid var(--info);border-radius:.4rem}
        .summary p:first-child{margin-top:0}.summary p:last-child{margin-bottom:0}
        .lead{font-size:1.15rem;line-height:1.5}
        .summary.critical,.finding.critical{border-color:var(--critical)}
        .summary.high,.finding.high{border-color:var(--high)}
        .summary.medium,.finding.medium{border-color:var(--medium)}
        .summary.low,.finding.low{border-color:var(--low)}
        nav{margin-top:1.5rem;font-size:.92rem}
        nav a{margin-right:1rem;white-space:nowrap}
        .finding{margin:0 0 2rem;padding-left:1.25rem;border-left:.2rem solid var(--rule)}
        .finding h3{margin:.35rem 0 .2rem;font-size:1.1rem;font-weight:600}
        .facts-line{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center;font-size:.9rem;color:var(--muted)}
        figure{margin:.9rem 0}
        blockquote{margin:0;padding:.6rem .9rem;background:var(--panel);border-radius:.4rem;white-space:pre-wrap;overflow-wrap:anywhere;font-family:ui-monospace,"SF Mono","Cascadia Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86rem;line-height:1.5}
        figcaption{margin-top:.3rem;font-size:.85rem;color:var(--muted)}
        .timeline{list-style:none;margin:0;padding:0}
        .timeline{font-size:.95rem}
        .timeline li{display:grid;grid-template-columns:7rem 8rem 1fr;gap:0 1rem;padding:.45rem 0;border-top:1px solid var(--rule)}
        .timeline.journal li{grid-template-columns:7rem 3rem 1fr}
        .timeline.dated li{grid-template-columns:12.5rem 8rem 1fr}
        .timeline.journal.dated li{grid-template-columns:12.5rem 3rem 1fr}
        .timeline li>*,.legend li>*{min-width:0;overflow-wrap:anywhere}
        td.source{min-width:5.5rem}td.origin{min-width:11.5rem}td.searched{min-width:12rem}td.omitted{min-width:9rem}
        td.step{overflow-wrap:break-word}td.moment{min-width:9rem}
        .timeline li:first-child{border-top:0}
        .timeline .finding-entry,.timeline .failure-entry{font-weight:600}
        .timeline .failure-entry{color:var(--critical)}
        table{width:100%;border-collapse:collapse;font-size:.9rem;line-height:1.45}
        caption{text-align:left;font-weight:600;padding:.75rem 0 .35rem}
        th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-top:1px solid var(--rule);overflow-wrap:anywhere}
        th{color:var(--muted);font-weight:500;overflow-wrap:normal}
        thead th{border-top:0}
        th:last-child,td:last-child{padding-right:0}
        td.number,th.number{text-align:right;white-space:nowrap}
        td.tight{white-space:nowrap}
        td ul{margin:0;padding-left:1.1rem}
        .bar{position:relative;display:block;height:.4rem;min-width:5rem;margin-top:.5rem;background:var(--panel);border-radius:.2rem;overflow:hidden}
        .bar i{position:absolute;top:0;bottom:0;background:var(--line);border-radius:.2rem}
        .evidence{margin-top:2.5rem;padding-top:1.25rem;border-top:1px solid var(--rule)}
        .evidence h3{display:flex;flex-wrap:wrap;gap:.1rem .75rem;align-items:baseline}
        .evidence dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:.6rem 0;font-size:.9rem}
        .cite{margin:.6rem 0;scroll-margin-top:1rem}
        .cite:target{outline:2px solid var(--accent);outline-offset:.4rem;border-radius:.2rem}
        details{margin:.6rem 0}
        summary{cursor:pointer;color:var(--accent);font-size:.9rem}
        .k{color:var(--accent)}
        .note{font-size:.92rem;color:var(--muted);border-left:.2rem solid var(--rule);padding-left:1rem;margin:1.25rem 0}
        footer{margin-top:4rem;padding-top:1.25rem;border-top:1px solid var(--rule);font-size:.9rem}
        footer dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:.6rem 0}
        """

    private static let chart = """
        .chart{display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        .chart-narrow{display:none}
        .chart .grid{stroke:var(--rule);stroke-width:1}
        .chart .tick{fill:var(--muted);font-size:12px;font-variant-numeric:tabular-nums}
        .chart .line{fill:none;stroke:var(--line);stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
        .chart .beside{stroke:var(--muted);stroke-width:1.5;stroke-dasharray:5 3}
        .chart .dot{fill:var(--line)}
        .chart .area{fill:var(--line);opacity:.12}
        .chart .trouble{fill:var(--critical);opacity:.06}
        .chart .mark line{stroke-width:1.5}
        .chart .mark text{font-size:12px;font-weight:600}
        .chart .onset line{stroke:var(--critical)}.chart .onset rect{fill:var(--critical-ground)}.chart .onset text{fill:var(--critical)}
        .chart .change line{stroke:var(--high);stroke-dasharray:6 3}.chart .change rect{fill:var(--high-ground)}.chart .change text{fill:var(--high)}
        .chart .deploy line{stroke:var(--muted);stroke-dasharray:2 3}.chart .deploy rect{fill:var(--info-ground)}.chart .deploy text{fill:var(--info)}
        .chart .point line{stroke:var(--muted);stroke-dasharray:2 3}.chart .point rect{fill:var(--info-ground)}.chart .point text{fill:var(--info)}
        .chart .window line{stroke:var(--muted);stroke-dasharray:6 4}.chart .window rect{fill:var(--info-ground)}.chart .window text{fill:var(--info)}
        .legend{list-style:none;margin:.75rem 0 0;padding:0;font-size:.9rem}
        .legend li{display:grid;grid-template-columns:6.5rem 6rem 1fr;gap:0 .75rem;align-items:baseline;padding:.2rem 0}
        .legend .chip{justify-self:start}
        """

    private static let media = """
        @media (max-width:40rem){
        main{padding:1.5rem 1rem 3rem}
        h1{font-size:1.6rem}
        section{margin-top:2.5rem}
        .evidence dl,footer dl{grid-template-columns:1fr;gap:0}
        .evidence dd,footer dd{margin-bottom:.5rem}
        header dl{gap:.3rem .9rem}
        .summary{padding:1rem}
        .finding{padding-left:.9rem}
        .chart-wide{display:none}.chart-narrow{display:block}
        .timeline li,.timeline.journal li,.timeline.dated li{grid-template-columns:auto 1fr;gap:.1rem .75rem}
        .timeline li>:nth-child(3){grid-column:1/-1}
        .legend li{grid-template-columns:auto 1fr}
        .legend li>:nth-child(3){grid-column:1/-1}
        nav a{display:inline-block;padding:.2rem 0}
        table,tbody,tr,td,caption{display:block}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        tr{border-top:1px solid var(--rule);padding:.5rem 0}
        td,td.number,td.source,td.origin,td.searched,td.omitted,td.moment{min-width:0}
        td,td.number{display:grid;grid-template-columns:6.5rem 1fr;gap:.75rem;border:0;padding:.15rem 0;text-align:left;white-space:normal}
        td::before{content:attr(data-label);color:var(--muted)}
        }
        @media print{
        :root{color-scheme:light;font-size:10pt;\(Palette.light.properties)}
        @page{margin:18mm 16mm}
        body{background:none;print-color-adjust:exact;-webkit-print-color-adjust:exact}
        main{max-width:none;padding:0}
        nav,.raw{display:none}
        table{font-size:.82rem}
        a{color:inherit;text-decoration:none}
        section{margin-top:2rem}
        h2,h3,caption,summary{break-after:avoid}
        .finding,figure,.summary,tr,.timeline li,.cite{break-inside:avoid}
        details::details-content{content-visibility:visible;block-size:auto}
        summary{list-style:none;color:var(--muted)}
        }
        """
}
