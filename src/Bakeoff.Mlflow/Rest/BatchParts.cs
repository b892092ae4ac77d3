using Bakeoff.Mlflow.Entities;

namespace Bakeoff.Mlflow.Rest;

/// <summary>
/// Splits a batch into requests within MLflow's limits: parameters and tags first, so that a refused parameter is known before the points
/// are sent.
/// </summary>
internal static class BatchParts
{
    internal static IEnumerable<RunBatch> Split(RunBatch batch)
    {
        int metric = 0, parameter = 0, tag = 0;
        do
        {
            int parameters = Math.Min(batch.Parameters.Count - parameter, MlflowLimits.BatchParameters);
            int tags = Math.Min(batch.Tags.Count - tag, MlflowLimits.BatchTags);
            bool more = parameter + parameters < batch.Parameters.Count || tag + tags < batch.Tags.Count;
            int room = Math.Min(MlflowLimits.BatchMetrics, MlflowLimits.BatchTotal - parameters - tags);
            int metrics = more ? 0 : Math.Min(batch.Metrics.Count - metric, room);
            yield return batch with
            {
                Metrics = metric == 0 && metrics == batch.Metrics.Count ? batch.Metrics : [.. batch.Metrics.Skip(metric).Take(metrics)],
                Parameters = [.. batch.Parameters.Skip(parameter).Take(parameters)],
                Tags = [.. batch.Tags.Skip(tag).Take(tags)],
            };
            metric += metrics;
            parameter += parameters;
            tag += tags;
        }
        while (metric < batch.Metrics.Count || parameter < batch.Parameters.Count || tag < batch.Tags.Count);
    }
}
