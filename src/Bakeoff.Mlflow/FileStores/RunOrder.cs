using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>MLflow's order of runs: the given keys, then latest start first, then identifier. Runs without the value come last.</summary>
internal sealed class RunOrder : IComparer<Run>
{
    private readonly List<(Func<Run, IComparable?> Key, bool Descending)> _keys;

    private RunOrder(List<(Func<Run, IComparable?> Key, bool Descending)> keys) => _keys = keys;

    internal static RunOrder Parse(IReadOnlyList<string> orderBy) => new([.. orderBy.Select(ParseKey)]);

    public int Compare(Run? x, Run? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        foreach ((Func<Run, IComparable?> key, bool descending) in _keys)
        {
            IComparable? a = key(x);
            IComparable? b = key(y);
            int order = (a, b) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                (string s, string t) => string.CompareOrdinal(s, t) * (descending ? -1 : 1),
                _ => a.CompareTo(b) * (descending ? -1 : 1),
            };
            if (order != 0)
            {
                return order;
            }
        }

        int byStart = y.Info.StartTime.CompareTo(x.Info.StartTime);
        return byStart != 0 ? byStart : string.CompareOrdinal(x.Info.RunId, y.Info.RunId);
    }

    private static (Func<Run, IComparable?> Key, bool Descending) ParseKey(string text)
    {
        string[] words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool descending = words.Length > 1 && words[^1].Equals("DESC", StringComparison.OrdinalIgnoreCase);
        bool named = descending || (words.Length > 1 && words[^1].Equals("ASC", StringComparison.OrdinalIgnoreCase));
        string name = string.Join(' ', named ? words[..^1] : words);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string entity = dot < 0 ? "attributes" : name[..dot];
        string key = (dot < 0 ? name : name[(dot + 1)..]).Trim('`', '"');
        return (entity switch
        {
            "metrics" or "metric" => run => run.Metrics.TryGetValue(key, out Metric metric) ? metric.Value : null,
            "params" or "param" => run => run.Parameters.GetValueOrDefault(key),
            "tags" or "tag" => run => run.Tags.GetValueOrDefault(key),
            "attributes" or "attribute" => Attribute(key),
            _ => throw SearchFilterParser.Refuse($"order by '{text}'", "metrics.KEY, params.KEY, tags.KEY or an attribute"),
        }, descending);
    }

    private static Func<Run, IComparable?> Attribute(string key) => key switch
    {
        "start_time" or "created" or "Created" => run => run.Info.StartTime,
        "end_time" => run => run.Info.EndTime,
        "status" => run => run.Info.Status.ToString(),
        "run_name" or "run name" => run => run.Info.Name,
        "run_id" => run => run.Info.RunId,
        "artifact_uri" => run => run.Info.ArtifactUri,
        "user_id" => run => run.Info.UserId,
        _ => throw SearchFilterParser.Refuse($"order by attribute '{key}'", "start_time, end_time, status, run_name, run_id, artifact_uri or user_id"),
    };
}
