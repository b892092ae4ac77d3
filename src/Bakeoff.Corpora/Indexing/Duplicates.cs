using Bakeoff.Options;

namespace Bakeoff.Corpora.Indexing;

/// <summary>Counts each recording once: of several clips with the same samples, one stays.</summary>
/// <param name="dataset">Name of the corpus, for messages.</param>
/// <param name="onConflict">Action for the same samples under two labels.</param>
/// <param name="findings">Receives a finding for each clip that is left out.</param>
internal sealed class Duplicates(string dataset, ConflictAction onConflict, List<IndexFinding> findings)
{
    /// <summary>Kind of the finding for each copy.</summary>
    public IndexFindingKind Kind { get; init; } = IndexFindingKind.Duplicate;

    /// <summary>Removes duplicates.</summary>
    /// <param name="clips">Clips in order of preference: of each recording the first stays. Paths may decide between equals only.</param>
    /// <returns>The clips that stay, in the order of the index.</returns>
    /// <exception cref="DatasetException">The same samples have two labels, and the action is to fail.</exception>
    public List<Clip> Remove(IEnumerable<Clip> clips)
    {
        var kept = clips.ToList();
        if (kept.DistinctBy(static clip => clip.Digest).Count() < kept.Count)
        {
            kept = RemoveCopies(kept);
        }

        kept.Sort(Clip.ByContent);
        return kept;
    }

    private List<Clip> RemoveCopies(List<Clip> clips)
    {
        var kept = new List<Clip>();
        foreach (var group in clips.GroupBy(static clip => clip.Digest))
        {
            var copies = group.ToList();
            var labels = copies.Select(static clip => clip.Label).Distinct(StringComparer.Ordinal).ToList();
            if (labels.Count > 1)
            {
                Conflict(copies, labels);
                continue;
            }

            kept.Add(copies[0]);
            foreach (var copy in copies.Skip(1))
            {
                var difference = copy.Speaker == copies[0].Speaker && copy.Text == copies[0].Text ? "" : " (under another speaker or text)";
                var message = $"Same samples as {copies[0].Path}{difference}; counted once.";
                findings.Add(new IndexFinding(Kind, copy.Path, message));
            }
        }

        return kept;
    }

    private void Conflict(List<Clip> copies, List<string> labels)
    {
        var paths = copies.ConvertAll(static clip => clip.Path);
        if (onConflict == ConflictAction.Fail)
        {
            throw new DatasetException(
                DatasetProblem.ConflictingLabels,
                new ErrorDetails("the same recording has the labels {value}")
                {
                    Where = string.Join(", ", paths),
                    Value = string.Join(", ", labels),
                    Rule = "one",
                    NextStep = $"Exclude a file under known_defects in {dataset}.yaml, or write on_conflicting_labels: exclude.",
                })
            {
                Path = paths[0],
            };
        }

        foreach (var path in paths)
        {
            var message = $"The same samples stand under {string.Join(" and ", labels)} ({string.Join(", ", paths)}); left out.";
            findings.Add(new IndexFinding(IndexFindingKind.ConflictingLabels, path, message));
        }
    }
}
