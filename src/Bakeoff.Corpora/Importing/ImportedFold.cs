using Bakeoff.Options;

namespace Bakeoff.Corpora.Importing;

/// <summary>Sizes of the sides of one stated fold, and the people on both.</summary>
/// <param name="Name">Name of the fold, such as <c>fold_1</c>.</param>
/// <param name="TrainClips">Clips to train on.</param>
/// <param name="ValidationClips">Clips to validate on; 0 where they are to be taken from the training side.</param>
/// <param name="TestClips">Clips to test on.</param>
/// <param name="TestSpeakers">Speakers of the test side; 0 where speakers are unknown.</param>
/// <param name="SharedSpeakers">Those of them who speak on the training or the validation side as well.</param>
public sealed record ImportedFold(string Name, int TrainClips, int ValidationClips, int TestClips, int TestSpeakers, int SharedSpeakers)
{
    /// <summary>Counts the sides of one fold.</summary>
    /// <param name="name">Name of the fold.</param>
    /// <param name="clips">Side and speaker of each clip.</param>
    internal static ImportedFold Count(string name, IReadOnlyList<(string Side, string Speaker)> clips)
    {
        var tested = clips.Where(static clip => clip is { Side: "test", Speaker.Length: > 0 })
            .Select(static clip => clip.Speaker)
            .ToHashSet(StringComparer.Ordinal);
        var heard = clips.Where(static clip => clip.Side is "train" or "validation").Select(static clip => clip.Speaker);
        return new ImportedFold(
            name,
            clips.Count(static clip => clip.Side == "train"),
            clips.Count(static clip => clip.Side == "validation"),
            clips.Count(static clip => clip.Side == "test"),
            tested.Count,
            heard.Where(tested.Contains).Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>Sizes and leak in one line.</summary>
    public string Describe() =>
        FormattableString.Invariant($"{Name}: train {TrainClips:N0}, ")
        + (ValidationClips == 0 ? "" : FormattableString.Invariant($"validation {ValidationClips:N0}, "))
        + FormattableString.Invariant($"test {TestClips:N0}; ")
        + (TestSpeakers == 0 ? "who speaks is not known"
            : SharedSpeakers == 0 ? "no speaker on both sides"
            : FormattableString.Invariant($"{SharedSpeakers:N0} of {Quantity.Of(TestSpeakers, "tested speaker")} also trained on"));
}
