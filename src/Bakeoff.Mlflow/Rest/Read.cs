using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

/// <summary>Converts between values of the REST messages and of the entities.</summary>
internal static class Read
{
    internal static LifecycleStage Stage(string? text) => text == "deleted" ? LifecycleStage.Deleted : LifecycleStage.Active;

    internal static DateTimeOffset? Time(long? ms) => 
        ms is { } known and >= 0 && known <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(known)
            : null;

    internal static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    internal static string? TextOrNull(string? text) => string.IsNullOrEmpty(text) ? null : text;

    internal static SortedDictionary<string, string> Map(IReadOnlyList<KeyValue>? pairs)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValue pair in pairs ?? [])
        {
            map[pair.Key] = pair.Value ?? "";
        }

        return map;
    }

    internal static string View(ViewType view) => view switch
    {
        ViewType.ActiveOnly => "ACTIVE_ONLY",
        ViewType.DeletedOnly => "DELETED_ONLY",
        _ => "ALL",
    };

    internal static IReadOnlyList<KeyValue> Pairs(IEnumerable<KeyValuePair<string, string>> values) =>
        [.. values.Select(value => new KeyValue(value.Key, value.Value))];
}
