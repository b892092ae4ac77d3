using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Runs;

/// <summary>The next thing to deliver: one request's worth of values, or a single entry of another kind.</summary>
internal sealed record JournalBatch(RunBatch Batch, JournalEntry? Single, int Count, long End)
{
    internal static JournalBatch Take(IReadOnlyList<(JournalEntry Entry, long End)> entries)
    {
        var metrics = new List<Metric>();
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        int count = 0;
        foreach ((JournalEntry entry, _) in entries)
        {
            bool fits = entry.Kind switch
            {
                JournalEntry.MetricKind => true,
                JournalEntry.ParameterKind => parameters.Count < MlflowLimits.BatchParameters && !parameters.ContainsKey(entry.Key!),
                JournalEntry.TagKind => tags.Count < MlflowLimits.BatchTags || tags.ContainsKey(entry.Key!),
                _ => false,
            };
            if (!fits)
            {
                break;
            }

            count++;
            switch (entry.Kind)
            {
                case JournalEntry.MetricKind:
                    metrics.Add(new Metric(entry.Key!, entry.Value, entry.TimestampMs, entry.Step));
                    break;
                case JournalEntry.ParameterKind:
                    parameters[entry.Key!] = entry.Text ?? "";
                    break;
                default:
                    // The last value of a tag is the one that counts.
                    tags[entry.Key!] = entry.Text ?? "";
                    break;
            }
        }

        if (count == 0)
        {
            return new JournalBatch(new RunBatch(), entries[0].Entry, 1, entries[0].End);
        }

        var batch = new RunBatch { Metrics = metrics, Parameters = [.. parameters], Tags = [.. tags] };
        return new JournalBatch(batch, Single: null, count, entries[count - 1].End);
    }
}
