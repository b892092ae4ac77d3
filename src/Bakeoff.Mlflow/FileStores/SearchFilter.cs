using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>
/// MLflow's search filter: comparisons joined by AND, such as <c>metrics.acc &gt; 0.5 AND tags."mlflow.user" = 'eva'</c>. Operators:
/// = != &gt; &gt;= &lt; &lt;= LIKE ILIKE IN. As on a server, OR is refused.
/// </summary>
internal sealed class SearchFilter
{
    private readonly IReadOnlyList<Condition> _conditions;

    private SearchFilter(IReadOnlyList<Condition> conditions) => _conditions = conditions;

    internal static SearchFilter Parse(string? text) =>
        new(string.IsNullOrWhiteSpace(text) ? [] : new SearchFilterParser(text).Parse());

    internal bool Matches(Run run) => _conditions.All(condition => condition.Entity switch
    {
        "metrics" => run.Metrics.TryGetValue(condition.Key, out Metric metric) && condition.Holds(metric.Value),
        "params" => run.Parameters.TryGetValue(condition.Key, out string? parameter) && condition.Holds(parameter),
        "tags" => run.Tags.TryGetValue(condition.Key, out string? tag) && condition.Holds(tag),
        _ => MatchesAttribute(run.Info, condition),
    });

    internal bool Matches(Experiment experiment) => _conditions.All(condition => (condition.Entity, condition.Key) switch
    {
        ("tags", _) => experiment.Tags.TryGetValue(condition.Key, out string? tag) && condition.Holds(tag),
        ("attributes", "name") => condition.Holds(experiment.Name),
        ("attributes", "experiment_id") => condition.Holds(experiment.ExperimentId),
        ("attributes", "creation_time") => experiment.CreationTime is { } time && condition.Holds(time.ToUnixTimeMilliseconds()),
        ("attributes", "last_update_time") => experiment.LastUpdateTime is { } time && condition.Holds(time.ToUnixTimeMilliseconds()),
        _ => throw SearchFilterParser.Refuse(
            $"experiments have no {condition.Entity}.{condition.Key}",
            "name, experiment_id, creation_time, last_update_time or tags.KEY"),
    });

    internal bool Matches(RegisteredModel model) => _conditions.All(condition => (condition.Entity, condition.Key) switch
    {
        ("tags", _) => model.Tags.TryGetValue(condition.Key, out string? tag) && condition.Holds(tag),
        ("attributes", "name") => condition.Holds(model.Name),
        _ => throw SearchFilterParser.Refuse($"registered models have no {condition.Entity}.{condition.Key}", "name or tags.KEY"),
    });

    internal bool Matches(ModelVersion version) => _conditions.All(condition => (condition.Entity, condition.Key) switch
    {
        ("tags", _) => version.Tags.TryGetValue(condition.Key, out string? tag) && condition.Holds(tag),
        ("attributes", "name") => condition.Holds(version.Name),
        ("attributes", "run_id") => version.RunId is { } run && condition.Holds(run),
        ("attributes", "source_path") => condition.Holds(version.Source),
        ("attributes", "version_number") => condition.Holds(version.Version),
        _ => throw SearchFilterParser.Refuse(
            $"model versions have no {condition.Entity}.{condition.Key}", "name, run_id, source_path, version_number or tags.KEY"),
    });

    private static bool MatchesAttribute(RunInfo info, Condition condition) => condition.Key switch
    {
        "run_id" => condition.Holds(info.RunId),
        "run_name" or "run name" or "Run name" or "Run Name" => condition.Holds(info.Name),
        "status" => condition.Holds(info.Status.ToString().ToUpperInvariant()),
        "artifact_uri" => condition.Holds(info.ArtifactUri),
        "user_id" => condition.Holds(info.UserId),
        "start_time" or "created" or "Created" => condition.Holds(info.StartTime.ToUnixTimeMilliseconds()),
        "end_time" => info.EndTime is { } end && condition.Holds(end.ToUnixTimeMilliseconds()),
        _ => throw SearchFilterParser.Refuse(
            $"runs have no attribute '{condition.Key}'", "run_id, run_name, status, artifact_uri, user_id, start_time or end_time"),
    };

    /// <summary>One comparison.</summary>
    internal sealed record Condition(string Entity, string Key, string Operator, IReadOnlyList<string> Values)
    {
        internal bool Holds(string actual) => Operator switch
        {
            "=" => actual == Values[0],
            "!=" => actual != Values[0],
            "IN" => Values.Contains(actual),
            "LIKE" => Like(actual, Values[0], ignoreCase: false),
            "ILIKE" => Like(actual, Values[0], ignoreCase: true),
            _ => throw SearchFilterParser.Refuse($"operator {Operator} on the text {Entity}.{Key}", "=, !=, LIKE, ILIKE or IN"),
        };

        internal bool Holds(double actual)
        {
            if (Operator is "LIKE" or "ILIKE" or "IN"
                || !double.TryParse(Values[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            {
                throw SearchFilterParser.Refuse(
                    $"{Entity}.{Key} {Operator} {Values[0]}", "a number compared with =, !=, >, >=, < or <=");
            }

            return Operator switch
            {
                "=" => actual == value,
                "!=" => actual != value,
                ">" => actual > value,
                ">=" => actual >= value,
                "<" => actual < value,
                _ => actual <= value,
            };
        }

        // % stands for any characters, _ for one. Greedy, with one position to return to: linear for common patterns.
        private static bool Like(string text, string pattern, bool ignoreCase)
        {
            if (ignoreCase)
            {
                text = text.ToUpperInvariant();
                pattern = pattern.ToUpperInvariant();
            }

            int t = 0, p = 0, star = -1, mark = 0;
            while (t < text.Length)
            {
                if (p < pattern.Length && pattern[p] != '%' && (pattern[p] == '_' || pattern[p] == text[t]))
                {
                    t++;
                    p++;
                }
                else if (p < pattern.Length && pattern[p] == '%')
                {
                    star = p++;
                    mark = t;
                }
                else if (star >= 0)
                {
                    p = star + 1;
                    t = ++mark;
                }
                else
                {
                    return false;
                }
            }

            return pattern.AsSpan(p).Trim('%').IsEmpty;
        }
    }
}
