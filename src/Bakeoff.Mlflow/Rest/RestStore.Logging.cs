using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    private const int HistoryPage = 25_000;

    public async Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellationToken = default)
    {
        RunBatch valid = Requests.Validate(batch);
        valid = valid with { Tags = await CutTagsAsync(valid.Tags, cancellationToken).ConfigureAwait(false) };
        foreach (RunBatch part in BatchParts.Split(valid))
        {
            await _transport.RetryAsync(
                async (attempt, token) =>
                {
                    // SQL servers keep one of two equal points, servers on a file store keep both: look before repeating.
                    IReadOnlyList<Metric> metrics = attempt > 0 || part.MayBeStored
                        ? await SelectMissingAsync(runId, part.Metrics, token).ConfigureAwait(false)
                        : part.Metrics;
                    if (metrics.Count + part.Parameters.Count + part.Tags.Count > 0)
                    {
                        MetricBody[] points = [.. metrics.Select(m => new MetricBody(m.Key, m.Value, m.TimestampMs, m.Step))];
                        var body = new LogBatch(runId, points, Read.Pairs(part.Parameters), Read.Pairs(part.Tags));
                        await _transport.CallOnceAsync(Endpoints.LogBatch, body, runId, token).ConfigureAwait(false);
                    }

                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    public IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("metric", key);
        return PagesAsync(
            async (pageToken, token) =>
            {
                // Without max_results MLflow 3 answers with no points and a token that leads nowhere.
                (string, string?)[] parameters =
                [
                    ("run_id", runId),
                    ("metric_key", key),
                    ("max_results", HistoryPage.ToString(CultureInfo.InvariantCulture)),
                    ("page_token", pageToken),
                ];
                MetricHistoryAnswer answer = await _transport
                    .GetAsync(Endpoints.MetricHistory, parameters, runId, token)
                    .ConfigureAwait(false);
                return ((answer.Metrics ?? []).Select(m => m.ToEntity()), answer.NextPageToken);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<Metric>> SelectMissingAsync(
        string runId, IReadOnlyList<Metric> points, CancellationToken cancellationToken)
    {
        if (points.Count == 0)
        {
            return points;
        }

        Run run = await GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
        var missing = new List<Metric>();
        foreach (IGrouping<string, Metric> group in points.GroupBy(point => point.Key, StringComparer.Ordinal))
        {
            // If the stored latest point is behind all of these, none of them is stored, and the history need not be read.
            if (!run.Metrics.TryGetValue(group.Key, out Metric latest)
                || group.All(point => (point.Step, point.TimestampMs).CompareTo((latest.Step, latest.TimestampMs)) > 0))
            {
                missing.AddRange(group);
                continue;
            }

            var stored = new HashSet<(long, long, double)>();
            await foreach (Metric point in GetMetricHistoryAsync(runId, group.Key, cancellationToken).ConfigureAwait(false))
            {
                stored.Add(Identify(point));
            }

            missing.AddRange(group.Where(point => stored.Add(Identify(point))));
        }

        return missing;
    }

    // SQL servers keep infinities as the largest finite numbers.
    private static (long Step, long TimestampMs, double Value) Identify(Metric point) =>
        (point.Step, point.TimestampMs, Math.Clamp(point.Value, double.MinValue, double.MaxValue));
}
