using Bakeoff.Options;

namespace Bakeoff.Evaluation.Metrics;

/// <summary>A metric of predicted test clips.</summary>
/// <remarks>
/// A new metric is one class with a parameterless constructor, derived from <see cref="ClassificationMetric"/>,
/// <see cref="ConfusionMetric"/> or <see cref="RegressionMetric"/>, and a <see cref="KindAttribute"/> for its name: <c>[Kind("kappa")]</c>
/// becomes <c>test_kappa</c> in <c>metrics.json</c> and MLflow. Nothing else names it. The assembly of a metric outside this project is
/// given to <see cref="OptionKinds.Register"/>.
/// </remarks>
public abstract class Metric
{
    /// <summary>All known metrics, in the order of <c>metrics.json</c>: by <see cref="Position"/>, then by name.</summary>
    public static IReadOnlyList<Metric> All =>
    [
        .. OptionKinds.Of(typeof(Metric))
            .Select(static kind => (Metric)Activator.CreateInstance(kind.Type, nonPublic: true)!)
            .OrderBy(static metric => metric.Position)
            .ThenBy(static metric => metric.Name, StringComparer.Ordinal),
    ];

    /// <summary>Finds the metric behind a value of <c>metrics.json</c>.</summary>
    /// <param name="scalar">Name of the value, such as <c>test_uar</c> or <c>test_uar_low</c>.</param>
    /// <returns>Null if no metric has such a value.</returns>
    public static Metric? Find(string scalar)
    {
        ArgumentNullException.ThrowIfNull(scalar);
        return All.FirstOrDefault(metric =>
            scalar == "test_" + metric.Name || scalar.StartsWith("test_" + metric.Name + "_", StringComparison.Ordinal));
    }

    /// <summary>Name in snake case, without <c>test_</c>.</summary>
    public string Name => OptionKinds.NameOf(GetType());

    /// <summary>Place in <c>metrics.json</c>, ascending. Default 1000: after the metrics of this project.</summary>
    public virtual int Position => 1000;

    /// <summary>True if more is better, false for losses and errors. Default true.</summary>
    public virtual bool IsHigherBetter => true;
}
