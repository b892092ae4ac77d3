using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Bakeoff.Evaluation.Metrics;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>A figure that others published, shown beside those of an experiment.</summary>
public sealed record ReferenceOptions : IValidatedOptions
{
    /// <summary>The figure, such as <c>0.631</c>.</summary>
    [JsonPropertyName("value")]
    public required double Value { get; init; }

    /// <summary>Metric, by its name in <c>metrics.json</c> without <c>test_</c>. Default uar.</summary>
    [JsonPropertyName("metric")]
    public string Metric { get; init; } = "uar";

    /// <summary>Protocol and system in words, such as <c>leave one speaker out, SVM over eGeMAPS</c>.</summary>
    [JsonPropertyName("protocol"), MinLength(1)]
    public required string Protocol { get; init; }

    /// <summary>Where it was published.</summary>
    [JsonPropertyName("citation"), MinLength(1)]
    public required string Citation { get; init; }

    /// <summary>True for a metric of predicted numbers, false for one of labels.</summary>
    internal bool IsOfNumbers => Evaluation.Metrics.Metric.Find("test_" + Metric) is RegressionMetric;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        var names = Evaluation.Metrics.Metric.All.Select(static metric => metric.Name).ToList();
        if (!names.Contains(Metric, StringComparer.Ordinal))
        {
            var near = NearestName.Find(Metric, names) is { } meant ? $" Did you mean '{meant}'?" : "";
            yield return new OptionProblem("metric", $"is '{Metric}', expected one of {string.Join(", ", names)}.{near}");
        }

        if (Value < (IsOfNumbers || Metric is "kappa" or "matthews" ? -1 : 0))
        {
            yield return new OptionProblem(
                "value", string.Create(CultureInfo.InvariantCulture, $"is {Value}, which {Metric} cannot be. Correct it."));
        }

        if (Value > 1 && Evaluation.Metrics.Metric.All.Any(metric => metric.Name == Metric && metric.IsHigherBetter))
        {
            yield return new OptionProblem(
                "value",
                string.Create(CultureInfo.InvariantCulture, $"is {Value}, expected at most 1, for {Metric} is a share. State {Value / 100}."));
        }
    }

    /// <summary>Reads the figures of a finished experiment from the parameters of its report.</summary>
    internal static IReadOnlyList<ReferenceOptions> FromParameters(IReadOnlyDictionary<string, string> parameters)
    {
        var found = new List<ReferenceOptions>();
        while (Find("value") is { } value)
        {
            found.Add(new ReferenceOptions
            {
                Value = double.Parse(value, CultureInfo.InvariantCulture),
                Metric = Find("metric") ?? "uar",
                Protocol = Find("protocol") ?? "",
                Citation = Find("citation") ?? "",
            });
        }

        return found;

        string? Find(string key) => parameters.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"references.{found.Count}.{key}"));
    }
}
