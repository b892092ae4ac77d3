using System.Globalization;
using Bakeoff.Experiments.Tracking;
using Bakeoff.Mlflow;

namespace Bakeoff.Experiments.Sweeps;

/// <summary>Metrics of a sweep's own run: mean and standard deviation over the seeds of each setting.</summary>
internal static class SweepMetrics
{
    /// <summary>
    /// Metrics such as <c>test/UAR_mean/n_mfcc 13</c>, a section of charts for each statistic; without a setting in the key where members
    /// differ in their seed alone. Intervals are in the note. <c>test/UAR_nested</c> is that of a choice for each
    /// fold.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, double>> Of(SweepResult result)
    {
        if (result.Nested is { } nested && nested.Seeds.Statistic(nested.Headline) is { } headline)
        {
            yield return new($"{MetricKeys.Of(nested.Headline)}_nested", headline.Mean);
        }

        if (result.Nested?.Agreement is { } agreement)
        {
            yield return new("choice/tau", agreement.Mean);
            yield return new("choice/tau_low", agreement.Low);
            yield return new("choice/tau_high", agreement.High);
        }

        var settings = Settings(result.Groups);
        foreach (var name in result.Figures.Select(static figure => figure.Name))
        {
            foreach (var (group, setting) in result.Groups.Zip(settings))
            {
                if (group.Seeds?.Statistic(name) is not { } statistic)
                {
                    continue;
                }

                var key = MetricKeys.Of(name);
                yield return new($"{key}_mean{setting}", statistic.Mean);
                if (statistic.StandardDeviation is { } deviation)
                {
                    yield return new($"{key}_sd{setting}", deviation);
                }
            }
        }
    }

    private static IReadOnlyList<string> Settings(IReadOnlyList<SweepGroup> groups)
    {
        if (groups.Count == 1)
        {
            return [string.Empty];
        }

        var settings = new List<string>();
        foreach (var group in groups)
        {
            // Keys of metrics take neither '=' nor ',', and a slash would begin another section.
            var plain = group.Label.Replace('=', ' ').Replace(",", "", StringComparison.Ordinal).Replace('/', '_');
            var setting = $"/{MlflowKeys.Sanitize(plain)}";
            settings.Add(
                settings.Contains(setting, StringComparer.Ordinal)
                    ? string.Create(CultureInfo.InvariantCulture, $"{setting} {settings.Count + 1}")
                    : setting);
        }

        return settings;
    }
}
