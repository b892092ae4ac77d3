using System.Text.Json;
using Bakeoff.Classifiers.Selection;
using Bakeoff.Corpora;
using Bakeoff.Evaluation.Splits;

namespace Bakeoff.Evaluation.Selection;

/// <summary>Divides the training side into inner folds that ask the same question as the test side.</summary>
internal static class InnerFolds
{
    /// <summary>
    /// What the test side keeps together, as far as the training side can be divided so: by speaker it needs two speakers, else it is by imitated voice, and
    /// without those by text, and without texts by clip.
    /// </summary>
    public static InnerGrouping Derive(SplitOptions outer, ClassifierTrainingSet training)
    {
        var same = outer.TestGrouping;
        var isBySpeaker = same is SplitGrouping.Speaker or SplitGrouping.SpeakerAndText;
        var hasSpeakers = Count(training.Clips, static clip => clip.Speaker) >= 2;
        var hasTexts = Count(training.Clips, static clip => clip.Text) >= 2;
        return same switch
        {
            SplitGrouping.Speaker when hasSpeakers => InnerGrouping.Speaker,
            SplitGrouping.SpeakerAndText when hasSpeakers => InnerGrouping.SpeakerAndText,
            _ when isBySpeaker && training.HasImitatedVoices => InnerGrouping.Voice,
            SplitGrouping.None => InnerGrouping.None,
            SplitGrouping.SpeakerText => InnerGrouping.SpeakerText,
            _ => hasTexts ? InnerGrouping.Text : InnerGrouping.None,
        };
    }

    /// <summary>Name of a grouping as YAML spells it.</summary>
    public static string YamlName(InnerGrouping grouping) => JsonNamingPolicy.SnakeCaseLower.ConvertName(grouping.ToString());

    /// <summary>Deals the folds: as many as there are voices, else as many as asked for, fewer where there are fewer groups.</summary>
    /// <exception cref="SplitException">The training side cannot be divided so.</exception>
    public static IReadOnlyList<InnerFold> Deal(ClassifierTrainingSet training, InnerGrouping grouping, int folds, ulong seed)
    {
        if (grouping != InnerGrouping.Voice)
        {
            return [.. Split(training.Clips, grouping, grouping, folds, seed).Select(static fold => Of(fold, null))];
        }

        if (!training.HasImitatedVoices)
        {
            throw new SplitException("classifier.group_by", "classifier.group_by is voice, but the training clips have no copies as other speakers, expected augmentation.voice each_copy. Add 'augmentation: {copies: 4, voice: each_copy}' or group by something else.");
        }

        // As many parts as voices, one judged in each: every clip is judged once, in one voice, and neither that voice nor its text was trained on.
        var voices = training.VoiceCount;
        var parts = Count(training.Clips, static clip => clip.Text) >= voices ? InnerGrouping.Text : InnerGrouping.None;
        return [.. Split(training.Clips, grouping, parts, voices, seed).Select(static (fold, voice) => Of(fold, voice))];
    }

    private static InnerFold Of(SplitFold fold, int? voice) => new(fold.IndicesOf(Partition.Train), fold.IndicesOf(Partition.Test), voice);

    private static IReadOnlyList<SplitFold> Split(IReadOnlyList<Clip> training, InnerGrouping asked, InnerGrouping parts, int folds, ulong seed)
    {
        var groups = parts switch
        {
            InnerGrouping.None => training.Count,
            InnerGrouping.Speaker => Count(training, static clip => clip.Speaker),
            InnerGrouping.Text or InnerGrouping.SpeakerAndText => Count(training, static clip => clip.Text),
            _ => Count(training, static clip => clip.Speaker + "\n" + clip.Text),
        };
        var options = new SplitOptions { By = SplitRule.Kfold, GroupBy = SplitGroupingOf(parts), Folds = Math.Clamp(groups, 2, folds), Validation = 0, Acknowledge = Enum.GetValues<Leak>() };
        try
        {
            return Splitter.Split(training, options, seed).Folds;
        }
        catch (SplitException fault)
        {
            throw new SplitException("classifier", $"classifier: the training side cannot be divided into inner folds by {YamlName(asked)}. {fault.Message} Or state classifier.group_by, or give a single candidate.");
        }
    }

    private static SplitGrouping SplitGroupingOf(InnerGrouping parts) => parts switch
    {
        InnerGrouping.None => SplitGrouping.None,
        InnerGrouping.Speaker => SplitGrouping.Speaker,
        InnerGrouping.Text => SplitGrouping.Text,
        InnerGrouping.SpeakerText => SplitGrouping.SpeakerText,
        InnerGrouping.SpeakerAndText => SplitGrouping.SpeakerAndText,
        _ => throw new ArgumentOutOfRangeException(nameof(parts), parts, "Is not a way to divide clips."),
    };

    // 0 where a clip has none: then nothing can be kept together.
    private static int Count(IReadOnlyList<Clip> clips, Func<Clip, string> key)
    {
        var keys = clips.Select(key).Distinct(StringComparer.Ordinal).ToList();
        return keys.Contains("", StringComparer.Ordinal) ? 0 : keys.Count;
    }
}
