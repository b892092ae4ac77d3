using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Configuration;

/// <summary>Records in MLflow beyond the results: the <c>tracking:</c> section. Changes no result.</summary>
public sealed record TrackingOptions : IValidatedOptions
{
    /// <summary>
    /// Name of a registered model: after evaluation a version of it is made and gets the alias if it beats the alias' present version.
    /// Default null: nothing is registered.
    /// </summary>
    [JsonPropertyName("register"), MinLength(1)]
    public string? Register { get; init; }

    /// <summary>
    /// Test metric that decides, as in <c>metrics.json</c>; for losses and errors, less is better. Default <c>test_uar</c>.
    /// </summary>
    [JsonPropertyName("metric")]
    public string Metric { get; init; } = "test_uar";

    /// <summary>Alias that the best version has. Default <c>candidate</c>.</summary>
    [JsonPropertyName("alias"), MinLength(1)]
    public string Alias { get; init; } = "candidate";

    /// <summary>
    /// True to record the use of processor, memory and disk while training, false not to. Default null: only of trainings that take longer
    /// than a minute.
    /// </summary>
    [JsonPropertyName("system_metrics")]
    public bool? SystemMetrics { get; init; }

    /// <summary>
    /// True to restore the MLflow experiment of this name if somebody deleted it. Default false: training stops before it begins, and says
    /// so.
    /// </summary>
    [JsonPropertyName("restore")]
    public bool Restore { get; init; }

    /// <summary>True if more of <see cref="Metric"/> is better.</summary>
    [JsonIgnore]
    public bool HigherIsBetter => Evaluation.Metrics.Metric.Find(Metric)?.IsHigherBetter ?? true;

    /// <inheritdoc/>
    public IEnumerable<OptionProblem> Validate()
    {
        if (Register is { } name && name.AsSpan().ContainsAny('/', ':'))
        {
            yield return new OptionProblem(
                "register",
                $"is '{name}', expected a name without '/' and ':', which MLflow 3 refuses. Choose another, such as ser-tess.");
        }

        string[] metrics = [.. Evaluation.Metrics.Metric.All.Select(static metric => $"test_{metric.Name}"), "test_uar_fold_mean", "test_ccc_fold_mean"];
        if (!metrics.Contains(Metric, StringComparer.Ordinal))
        {
            var guess = NearestName.Find(Metric, metrics) is { } near ? $" Did you mean '{near}'?" : string.Empty;
            yield return new OptionProblem("metric", $"is '{Metric}', expected one of {string.Join(", ", metrics)}.{guess}");
        }

        if (Alias == "latest" || (Alias.StartsWith('v') && Alias.Length > 1 && Alias.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0))
        {
            yield return new OptionProblem(
                "alias",
                $"is '{Alias}', expected neither latest nor v with a number, which MLflow keeps for itself. Choose another, such as "
                    + $"candidate.");
        }
    }
}
