using Bakeoff.Corpora.Columns;
using Bakeoff.Corpora.Formats;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Corpora.Checking;

/// <summary>Compares the description of a corpus with a list of its file names, without a recording.</summary>
[OutsideFingerprint("checks descriptions; no stage reads it")]
public static class NameCheck
{
    /// <summary>Reads every name by the description's pattern, columns and maps, and counts.</summary>
    /// <remarks>
    /// Tables beside the recordings are not read. Where the label is in one, the code that the list states takes its place, so that the map is
    /// checked; a speaker that is in one stays unknown.
    /// </remarks>
    /// <param name="dataset">Description with a pattern.</param>
    /// <param name="list">Names of the corpus.</param>
    /// <exception cref="DatasetException">The description states its clips by something other than a pattern.</exception>
    public static NameCheckResult Run(DatasetDescription dataset, NameList list)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(list);
        var pattern = new ClipNamePattern(
            dataset.Pattern
                ?? throw new DatasetException(
                    DatasetProblem.Description,
                    new ErrorDetails("description has no pattern, so that nothing in a file name can be checked")
                    {
                        Where = $"{dataset.Name}.yaml",
                        NextStep = "Run the index over the recordings instead: it compares table and files.",
                    }));
        var ignored = dataset.Ignore is null ? null : new ClipNamePattern(dataset.Ignore);
        var codes = new ClipCodes(dataset.Index);
        var filter = new ClipFilter(dataset.Index);
        var (label, speaker, text) = (SourceOf(dataset, "label"), SourceOf(dataset, "speaker"), SourceOf(dataset, "text"));
        var bins = dataset.Columns.GetValueOrDefault("label")?.Bins;
        var clips = new List<CheckedClip>(list.Names.Count);
        var faults = new List<NameFault>();
        var (ignoredCount, unselectedCount) = (0, 0);
        foreach (var name in list.Names)
        {
            if (pattern.Read(name.Path) is not { } stated)
            {
                if (ignored?.Fits(name.Path) == true)
                {
                    ignoredCount++;
                }
                else
                {
                    faults.Add(new NameFault(name, "name does not fit the pattern"));
                }

                continue;
            }

            try
            {
                var fields = new ClipFields(stated, []);
                var complete = stated with
                {
                    Label = label.Fill(fields.Find) is { Length: > 0 } own ? bins?.NameOf(own) ?? own : name.Label ?? "",
                    Speaker = speaker.Fill(fields.Find),
                    Text = text.Fill(fields.Find),
                };
                if (complete.Label.Length == 0)
                {
                    clips.Add(new CheckedClip(name, "", codes.MapSpeaker(complete), complete.Text));
                }
                else if (codes.Map(complete) is var clip && filter.Selects(clip))
                {
                    clips.Add(new CheckedClip(name, clip.Label, clip.Speaker, clip.Text));
                }
                else
                {
                    unselectedCount++;
                }
            }
            catch (DatasetException exception)
            {
                faults.Add(new NameFault(name, $"{exception.What} is {exception.Value}, expected {exception.Rule}"));
            }
        }

        return new NameCheckResult(dataset.Expected ?? new ExpectedCounts(), clips, faults)
        {
            NameCount = list.Names.Count,
            IgnoredCount = ignoredCount,
            UnselectedCount = unselectedCount,
        };
    }

    private static FieldTemplate SourceOf(DatasetDescription dataset, string name) =>
        ColumnReader.SourceOf(name, dataset.Columns.GetValueOrDefault(name));
}

/// <summary>A name that the description reads.</summary>
/// <param name="Name">The name, and what its list states of it.</param>
/// <param name="Label">Label by the description; empty where only a table states it.</param>
/// <param name="Speaker">Speaker by the description; empty where unknown.</param>
/// <param name="Text">Text by the description; empty where unknown.</param>
public sealed record CheckedClip(ListedName Name, string Label, string Speaker, string Text);

/// <summary>A name that the description does not read, or reads otherwise than its list.</summary>
/// <param name="Name">The name.</param>
/// <param name="Reason">The reason, to follow the name.</param>
public sealed record NameFault(ListedName Name, string Reason);
