namespace Bakeoff.Mlflow.FileStores;

/// <summary>Invents a name for a run without one, as MLflow's servers do.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives =
    [
        "amber", "brisk", "calm", "clear", "eager", "gentle", "keen", "lively",
        "mellow", "nimble", "quiet", "rapid", "steady", "sunny", "vivid", "warm",
    ];

    private static readonly string[] Nouns =
    [
        "badger", "crane", "finch", "fox", "heron", "lark", "lynx", "otter",
        "owl", "panda", "raven", "robin", "seal", "swan", "tern", "wren",
    ];

    internal static string Invent(string runId)
    {
        int number = Convert.ToInt32(runId[..4], 16);
        return FormattableString.Invariant($"{Adjectives[number & 15]}-{Nouns[(number >> 4) & 15]}-{number >> 8}");
    }
}
