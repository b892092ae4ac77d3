using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The clips cannot be split as asked, or the split leaks what nobody acknowledged.</summary>
/// <remarks>The command prints the message without a stack and exits with code 2.</remarks>
public sealed class SplitException : BakeoffException
{
    /// <summary>Describes why there is no split.</summary>
    /// <param name="key">YAML key to change, such as <c>split.acknowledge</c>.</param>
    /// <param name="message">Where, what, actual value, rule and next step.</param>
    /// <param name="audit">The audit, where a leak is the reason.</param>
    public SplitException(string key, string message, LeakageAudit? audit = null)
        : base(new ErrorDetails(message))
    {
        Key = key;
        Audit = audit;
    }

    /// <summary>YAML key to change, such as <c>split.acknowledge</c>.</summary>
    public string Key { get; }

    /// <summary>The audit, where a leak is the reason.</summary>
    public LeakageAudit? Audit { get; }
}
