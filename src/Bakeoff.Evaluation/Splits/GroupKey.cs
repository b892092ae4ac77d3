using Bakeoff.Corpora;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The key that clips of one undivided group share.</summary>
internal static class GroupKey
{
    /// <summary>Key function of a grouping.</summary>
    /// <exception cref="SplitException">A clip of the corpus has no speaker or text to group by.</exception>
    public static Func<Clip, string> Of(SplitGrouping grouping, Clip[] clips, string yamlKey)
    {
        var needsSpeaker = grouping is SplitGrouping.Speaker or SplitGrouping.SpeakerText or SplitGrouping.SpeakerAndText;
        var needsText = grouping is SplitGrouping.Text or SplitGrouping.SpeakerText or SplitGrouping.SpeakerAndText;
        if (Array.Find(clips, clip => (needsSpeaker && clip.Speaker.Length == 0) || (needsText && clip.Text.Length == 0)) is { } nameless)
        {
            throw new SplitException(yamlKey, $"{yamlKey}: {nameless.Path} has no {(needsSpeaker && nameless.Speaker.Length == 0 ? "speaker" : "text")}, expected one for every clip. Add the group to the dataset's pattern, or group by something else.");
        }

        return grouping switch
        {
            SplitGrouping.None => static clip => clip.Path,
            SplitGrouping.Speaker or SplitGrouping.SpeakerAndText => static clip => clip.Speaker,
            SplitGrouping.Text => static clip => clip.Text,
            SplitGrouping.SpeakerText => static clip => clip.Speaker + "\n" + clip.Text,
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "Unknown grouping."),
        };
    }
}
