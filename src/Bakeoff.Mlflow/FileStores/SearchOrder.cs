using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.FileStores;

/// <summary>MLflow's order of search results: the given keys, then an order of its own. Entries without a value come last.</summary>
internal sealed class SearchOrder<T> : IComparer<T>
{
    private readonly List<(Func<T, IComparable?> Key, bool IsDescending)> _keys;
    private readonly Comparison<T> _otherwise;

    private SearchOrder(List<(Func<T, IComparable?> Key, bool IsDescending)> keys, Comparison<T> otherwise) =>
        (_keys, _otherwise) = (keys, otherwise);

    /// <summary>Reads keys such as <c>metrics.uar DESC</c>.</summary>
    /// <param name="orderBy">Keys, most important first.</param>
    /// <param name="find">
    /// Returns the value that a key means, by entity (<c>attributes</c> if none is named) and name; null if there is none.
    /// </param>
    /// <param name="rule">The possible keys, for the message.</param>
    /// <param name="otherwise">Order of entries that the keys do not distinguish.</param>
    internal static SearchOrder<T> Parse(
        IReadOnlyList<string> orderBy, Func<string, string, Func<T, IComparable?>?> find, string rule, Comparison<T> otherwise) =>
        new([.. orderBy.Select(text => ParseKey(text, find, rule))], otherwise);

    public int Compare(T? x, T? y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        foreach ((Func<T, IComparable?> key, bool isDescending) in _keys)
        {
            IComparable? a = key(x);
            IComparable? b = key(y);
            int order = (a, b) switch
            {
                (null, null) => 0,
                (null, _) => 1,
                (_, null) => -1,
                (string s, string t) => string.CompareOrdinal(s, t) * (isDescending ? -1 : 1),
                _ => a.CompareTo(b) * (isDescending ? -1 : 1),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return _otherwise(x, y);
    }

    private static (Func<T, IComparable?> Key, bool IsDescending) ParseKey(
        string text, Func<string, string, Func<T, IComparable?>?> find, string rule)
    {
        string[] words = text.Trim().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        bool isDescending = words.Length > 1 && words[^1].Equals("DESC", StringComparison.OrdinalIgnoreCase);
        bool isNamed = isDescending || (words.Length > 1 && words[^1].Equals("ASC", StringComparison.OrdinalIgnoreCase));
        string name = string.Join(' ', isNamed ? words[..^1] : words);
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        string entity = dot < 0 ? "attributes" : name[..dot];
        string key = (dot < 0 ? name : name[(dot + 1)..]).Trim('`', '"');
        return (find(entity, key) ?? throw SearchFilterParser.Refuse($"order by '{text}'", rule), isDescending);
    }
}

/// <summary>Order of runs: the given keys, then latest start first, then identifier.</summary>
internal static class RunOrder
{
    private const string Rule =
        "metrics.KEY, params.KEY, tags.KEY, start_time, end_time, status, run_name, run_id, artifact_uri or user_id";

    internal static SearchOrder<Run> Parse(IReadOnlyList<string> orderBy) => SearchOrder<Run>.Parse(orderBy, Find, Rule, CompareStart);

    private static int CompareStart(Run x, Run y)
    {
        int byStart = y.Info.StartTime.CompareTo(x.Info.StartTime);
        return byStart != 0 ? byStart : string.CompareOrdinal(x.Info.RunId, y.Info.RunId);
    }

    private static Func<Run, IComparable?>? Find(string entity, string key) => entity switch
    {
        "metrics" or "metric" => run => run.Metrics.TryGetValue(key, out Metric metric) ? metric.Value : null,
        "params" or "param" => run => run.Parameters.GetValueOrDefault(key),
        "tags" or "tag" => run => run.Tags.GetValueOrDefault(key),
        "attributes" or "attribute" => FindAttribute(key),
        _ => null,
    };

    private static Func<Run, IComparable?>? FindAttribute(string key) => key switch
    {
        "start_time" or "created" or "Created" => run => run.Info.StartTime,
        "end_time" => run => run.Info.EndTime,
        "status" => run => run.Info.Status.ToString(),
        "run_name" or "run name" => run => run.Info.Name,
        "run_id" => run => run.Info.RunId,
        "artifact_uri" => run => run.Info.ArtifactUri,
        "user_id" => run => run.Info.UserId,
        _ => null,
    };
}

/// <summary>Orders of registered models and of their versions.</summary>
internal static class RegistryOrders
{
    internal static SearchOrder<RegisteredModel> ParseModels(IReadOnlyList<string> orderBy) =>
        SearchOrder<RegisteredModel>.Parse(
            orderBy,
            (_, key) => key switch
            {
                "name" => model => model.Name,
                "last_updated_timestamp" or "timestamp" => model => model.LastUpdateTime,
                _ => null,
            },
            "name or last_updated_timestamp",
            (x, y) => string.CompareOrdinal(x.Name, y.Name));

    internal static SearchOrder<ModelVersion> ParseVersions(IReadOnlyList<string> orderBy) =>
        SearchOrder<ModelVersion>.Parse(
            orderBy.Count == 0 ? ["last_updated_timestamp DESC"] : orderBy,
            (_, key) => key switch
            {
                "name" => version => version.Name,
                "version_number" => version => version.Version,
                "creation_timestamp" => version => version.CreationTime,
                "last_updated_timestamp" => version => version.LastUpdateTime,
                _ => null,
            },
            "name, version_number, creation_timestamp or last_updated_timestamp",
            (x, y) => string.CompareOrdinal(x.Name, y.Name) is not 0 and var byName ? byName : y.Version.CompareTo(x.Version));
}
