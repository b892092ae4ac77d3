using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Groups of clips that stay together: by speaker, by text, or by both.</summary>
internal static class ClipGroups
{
    /// <summary>The key that the clips of one group share.</summary>
    /// <param name="grouping">The grouping.</param>
    /// <param name="clips">All clips to group.</param>
    /// <param name="yamlKey">YAML key of the grouping, for messages.</param>
    /// <exception cref="SplitException">A clip has no speaker or text to group by.</exception>
    public static Func<Clip, string> KeyOf(SplitGrouping grouping, Clip[] clips, string yamlKey)
    {
        var needsSpeaker = grouping is SplitGrouping.Speaker or SplitGrouping.SpeakerText or SplitGrouping.SpeakerAndText;
        var needsText = grouping is SplitGrouping.Text or SplitGrouping.SpeakerText or SplitGrouping.SpeakerAndText;
        if (Array.Find(clips, clip => (needsSpeaker && clip.Speaker.Length == 0) || (needsText && clip.Text.Length == 0)) is { } nameless)
        {
            throw new SplitException(
                yamlKey, new ErrorDetails($"{nameless.Path} has no {(needsSpeaker && nameless.Speaker.Length == 0 ? "speaker" : "text")}")
            {
                Rule = "one for every clip",
                NextStep = "Add the group to the dataset's pattern, or group by something else.",
            });
        }

        return grouping switch
        {
            SplitGrouping.None => static clip => clip.Sha256,
            SplitGrouping.Speaker or SplitGrouping.SpeakerAndText => static clip => clip.Speaker,
            SplitGrouping.Text => static clip => clip.Text,
            SplitGrouping.SpeakerText => static clip => clip.Speaker + "\n" + clip.Text,
            _ => throw new ArgumentOutOfRangeException(nameof(grouping), grouping, "Unknown grouping."),
        };
    }

    /// <summary>Number of groups; 0 if a clip has no key, so that nothing can be grouped.</summary>
    public static int Count(IReadOnlyList<Clip> clips, Func<Clip, string> key)
    {
        var keys = clips.Select(key).ToHashSet(StringComparer.Ordinal);
        return keys.Contains("") ? 0 : keys.Count;
    }

    /// <summary>At least two speakers, in ordinal order without regard to case.</summary>
    /// <exception cref="SplitException">There are fewer, or a clip has no speaker.</exception>
    public static List<string> Speakers(Clip[] clips)
    {
        var speakers = clips
            .Select(static clip => clip.Speaker)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToList();
        if (speakers.Count >= 2 && speakers[0].Length > 0)
        {
            return speakers;
        }

        var found = speakers is ["", ..]
            ? new ErrorDetails("the corpus does not name the speaker of every clip (unknown for {value} clips)")
            {
                Value = string.Create(
                    CultureInfo.InvariantCulture, $"{clips.Count(static clip => clip.Speaker.Length == 0)} of {clips.Length}"),
            }
            : new ErrorDetails($"the corpus has {{value}} speaker{(speakers.Count == 1 ? "" : "s")}")
            {
                Value = speakers.Count.ToString(CultureInfo.InvariantCulture),
            };
        throw new SplitException("split.by", found with
        {
            Rule = speakers is ["", ..] ? "a speaker for each, and at least 2 in all" : "at least 2 named speakers",
            NextStep = "Name speakers in the dataset (the group speaker of its pattern, or that column of its table), or split by random.",
        });
    }
}
