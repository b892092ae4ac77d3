using System.Text.Json;
using Bakeoff.Experiments.Datasets;
using Bakeoff.Experiments.Splits;

namespace Bakeoff.Experiments.Classical;

/// <summary>Divides the training side into inner folds that ask the same question as the test side.</summary>
internal static class InnerGrouping
{
    /// <summary>What the test side keeps together, as far as the training side can be divided so: by speaker it needs two speakers, else it is by text, and without texts by clip.</summary>
    public static SplitGrouping Derive(SplitOptions outer, IReadOnlyList<Clip> training)
    {
        var same = outer.TestGrouping;
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        var hasSpeakers = Count(training, static clip => clip.Speaker) >= 2;
        var hasTexts = Count(training, static clip => clip.Text) >= 2;
        return same switch
        {
            _ when isBySpeaker && hasSpeakers => same,
            SplitGrouping.None => SplitGrouping.None,
            SplitGrouping.SpeakerText => same,
            _ => hasTexts ? SplitGrouping.Text : SplitGrouping.None,
        };
    }

    /// <summary>Name of a grouping as YAML spells it.</summary>
    public static string YamlName(SplitGrouping grouping) => JsonNamingPolicy.SnakeCaseLower.ConvertName(grouping.ToString());

    /// <summary>Deals the folds, fewer than asked for where there are fewer groups.</summary>
    /// <exception cref="SplitException">The training side cannot be divided so.</exception>
    public static IReadOnlyList<SplitFold> Deal(IReadOnlyList<Clip> training, SplitGrouping grouping, int folds, ulong seed)
    {
        var groups = grouping switch
        {
            SplitGrouping.None => training.Count,
            SplitGrouping.Speaker => Count(training, static clip => clip.Speaker),
            SplitGrouping.Text or SplitGrouping.SpeakerAndText => Count(training, static clip => clip.Text),
            _ => Count(training, static clip => clip.Speaker + "\n" + clip.Text),
        };
        var options = new SplitOptions { By = SplitRule.Kfold, GroupBy = grouping, Folds = Math.Clamp(groups, 2, folds), Validation = 0, Acknowledge = Enum.GetValues<Leak>() };
        try
        {
            return Splitter.Split(training, options, seed).Folds;
        }
        catch (SplitException fault)
        {
            throw new SplitException("classifier", $"classifier: the training side cannot be divided into inner folds by {YamlName(grouping)}. {fault.Message} Or state classifier.group_by, or give a single candidate.");
        }
    }

    // 0 where a clip has none: then nothing can be kept together.
    private static int Count(IReadOnlyList<Clip> clips, Func<Clip, string> key)
    {
        var keys = clips.Select(key).Distinct(StringComparer.Ordinal).ToList();
        return keys.Contains("", StringComparer.Ordinal) ? 0 : keys.Count;
    }
}
