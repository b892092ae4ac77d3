using System.Globalization;
using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

internal sealed partial class RestStore
{
    private const int HistoryPage = 25_000;

    public async Task LogBatchAsync(string runId, RunBatch batch, CancellationToken cancellationToken = default)
    {
        RunBatch valid = Requests.Validate(batch);
        foreach (RunBatch part in BatchParts.Split(valid with { Tags = await CutTagsAsync(valid.Tags, cancellationToken) }))
        {
            await _transport.RetryAsync(
                async (attempt, token) =>
                {
                    // SQL servers keep one of two equal points, servers on a file store keep both: before repeating, look.
                    IReadOnlyList<Metric> metrics = attempt > 0 || part.MayBeStored ? await MissingAsync(runId, part.Metrics, token) : part.Metrics;
                    if (metrics.Count + part.Parameters.Count + part.Tags.Count > 0)
                    {
                        var body = new LogBatch(runId, [.. metrics.Select(m => new MetricBody(m.Key, m.Value, m.TimestampMs, m.Step))], Read.Pairs(part.Parameters), Read.Pairs(part.Tags));
                        await _transport.CallOnceAsync(HttpMethod.Post, "runs/log-batch", body, RestJson.Default.LogBatch, RestJson.Default.Nothing, runId, token);
                    }

                    return true;
                },
                cancellationToken);
        }
    }

    public IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        MlflowKeys.Validate("metric", key);
        return PagesAsync(
            async (pageToken, token) =>
            {
                // Without max_results MLflow 3 answers with no points and a token that leads nowhere.
                MetricHistoryAnswer answer = await _transport.GetAsync(
                    "metrics/get-history",
                    [("run_id", runId), ("metric_key", key), ("max_results", HistoryPage.ToString(CultureInfo.InvariantCulture)), ("page_token", pageToken)],
                    RestJson.Default.MetricHistoryAnswer,
                    runId,
                    token);
                return ((answer.Metrics ?? []).Select(m => new Metric(m.Key, m.Value, m.Timestamp, m.Step)), answer.NextPageToken);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<Metric>> MissingAsync(string runId, IReadOnlyList<Metric> points, CancellationToken cancellationToken)
    {
        if (points.Count == 0)
        {
            return points;
        }

        Run run = await GetRunAsync(runId, cancellationToken);
        var missing = new List<Metric>();
        foreach (IGrouping<string, Metric> group in points.GroupBy(point => point.Key, StringComparer.Ordinal))
        {
            // The stored latest point is behind all of these: none of them is stored, and the history need not be read.
            if (!run.Metrics.TryGetValue(group.Key, out Metric latest) || group.All(point => (point.Step, point.TimestampMs).CompareTo((latest.Step, latest.TimestampMs)) > 0))
            {
                missing.AddRange(group);
                continue;
            }

            var stored = new HashSet<(long, long, double)>();
            await foreach (Metric point in GetMetricHistoryAsync(runId, group.Key, cancellationToken))
            {
                stored.Add(Identity(point));
            }

            missing.AddRange(group.Where(point => stored.Add(Identity(point))));
        }

        return missing;
    }

    // SQL servers keep infinities as the largest finite numbers.
    private static (long Step, long TimestampMs, double Value) Identity(Metric point) => (point.Step, point.TimestampMs, Math.Clamp(point.Value, double.MinValue, double.MaxValue));
}
