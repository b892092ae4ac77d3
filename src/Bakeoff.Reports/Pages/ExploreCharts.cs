using Bakeoff.Reports.Charts;

namespace Bakeoff.Reports.Pages;

/// <summary>Makes the charts of a corpus, for the page and for files of their own.</summary>
public static class ExploreCharts
{
    /// <summary>Creates every chart for which the report has data, with the name of its file.</summary>
    /// <param name="report">The report.</param>
    /// <returns>Charts in a fixed order. File names are unique.</returns>
    public static IReadOnlyList<NamedChart> Create(ExploreReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            .. CorpusCharts.Counts(report.LabelCounts, report.LabelCountsPerPartition, report.LabelCountsPerSpeaker),
            .. Columns(report), .. Distributions(report),
            .. Voices(report), .. Maps(report), .. CorpusCharts.Clips(report.Clips).SelectMany(kind => kind.Charts),
        ];
    }

    internal static IEnumerable<NamedChart> Columns(ExploreReport report)
    {
        foreach (var column in report.Columns)
        {
            var file = $"column-{column.Name.Replace('_', '-')}.svg";
            if (column.Counts.Count > 0)
            {
                yield return new NamedChart(file, LabelCountChart.Create($"Clips per {column.Name} and label", column.Counts));
            }
            else if (column.Values.Count > 0)
            {
                yield return new NamedChart(file, DistributionChart.Create($"{column.Name} per label", column.Name, column.Values));
            }
        }
    }

    internal static IEnumerable<NamedChart> Distributions(ExploreReport report)
    {
        if (report.Durations.Count > 0)
        {
            yield return new NamedChart("durations.svg", DistributionChart.Create("Duration per label", "Duration (s)", report.Durations));
        }

        if (report.Loudness.Count > 0)
        {
            yield return new NamedChart(
                "loudness.svg",
                DistributionChart.Create("Loudness per label", report.LoudnessTitle, report.Loudness));
        }
    }

    internal static IEnumerable<NamedChart> Voices(ExploreReport report)
    {
        if (report.Pitch.Count > 0)
        {
            yield return new NamedChart("pitch.svg", SpectrumChart.PitchContours("Pitch contours of the chosen clips", report.Pitch));
        }

        if (report.Spectra.Count > 0)
        {
            yield return new NamedChart("mean-spectra.svg", SpectrumChart.MeanSpectra("Mean spectrum per label", report.Spectra));
        }
    }

    internal static IEnumerable<NamedChart> Maps(ExploreReport report)
    {
        for (var i = 0; i < report.Maps.Count; i++)
        {
            foreach (var chart in Map(report.Maps[i], i + 1))
            {
                yield return chart;
            }
        }
    }

    internal static IEnumerable<NamedChart> Map(ClipMap map, int number)
    {
        var name = $"map-{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        yield return new NamedChart(
            $"{name}-by-label.svg",
            ScatterMapChart.Create(
                $"{map.Title}, by label",
                map.XTitle,
                map.YTitle,
                map.Points.Select(point => new MapPoint(point.X, point.Y, point.Label, point.Name)).ToList()));
        if (map.Points.Any(point => point.Speaker is not null))
        {
            yield return new NamedChart(
                $"{name}-by-speaker.svg",
                ScatterMapChart.Create(
                    $"{map.Title}, by speaker",
                    map.XTitle,
                    map.YTitle,
                    map.Points.Select(point => new MapPoint(point.X, point.Y, point.Speaker ?? "unknown", point.Name)).ToList()));
        }
    }
}
