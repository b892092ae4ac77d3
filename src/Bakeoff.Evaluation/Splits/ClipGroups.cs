using System.Globalization;
using Bakeoff.Corpora;
using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>Groups of clips that stay together: by speaker, by text, by both, or by a column of the corpus.</summary>
internal static class ClipGroups
{
    /// <summary>The key that the clips of one group share.</summary>
    /// <param name="grouping">The grouping.</param>
    /// <param name="clips">All clips to group.</param>
    /// <param name="yamlKey">YAML key of the grouping, for messages.</param>
    /// <exception cref="SplitException">There is no such column, or a clip has no speaker, text or value to group by.</exception>
    public static Func<Clip, string> KeyOf(string grouping, Clip[] clips, string yamlKey)
    {
        if (!SplitGrouping.Names.Contains(grouping, StringComparer.Ordinal))
        {
            RequireColumn(grouping, clips, yamlKey, SplitGrouping.Names);
            return Array.Find(clips, clip => clip.Values.TextOf(grouping).Length == 0) is { } missing
                ? throw new SplitException(yamlKey, new ErrorDetails($"{missing.Path} has no {grouping}")
                {
                    Rule = "one for every clip",
                    NextStep = $"State it, select the clips that have one (where), or group by something else.",
                })
                : clip => clip.Values.TextOf(grouping);
        }

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
            _ => static clip => clip.Speaker + "\n" + clip.Text,
        };
    }

    /// <summary>Refuses a name that is no column of the corpus.</summary>
    /// <param name="name">The name.</param>
    /// <param name="clips">Clips of the corpus.</param>
    /// <param name="yamlKey">YAML key that names it.</param>
    /// <param name="others">Names that may stand there as well, for the message.</param>
    /// <exception cref="SplitException">There is no such column.</exception>
    public static void RequireColumn(string name, IReadOnlyList<Clip> clips, string yamlKey, IReadOnlyList<string> others)
    {
        var columns = clips.Take(1).SelectMany(static clip => clip.Values.Columns).Select(static column => column.Name).ToList();
        if (!columns.Contains(name, StringComparer.Ordinal))
        {
            string[] known = [.. others, .. columns];
            throw new SplitException(yamlKey, new ErrorDetails("the name")
            {
                Value = $"'{name}'",
                Rule = known.Length == 0 ? "a column of the corpus, which has none" : $"one of {string.Join(", ", known)}",
                NextStep = NearestName.Question(name, known) ?? "Describe the column under columns of the dataset, or name another.",
            });
        }
    }

    /// <summary>The values that a clip has in some columns, as one text; the same text for all clips where there are no columns.</summary>
    public static string Stratum(Clip clip, IReadOnlyList<string> columns) =>
        string.Join('\n', columns.Select(column => clip.Values.TextOf(column).ToUpperInvariant()));

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
