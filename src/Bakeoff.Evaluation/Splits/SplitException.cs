using Bakeoff.Options;

namespace Bakeoff.Evaluation.Splits;

/// <summary>The clips cannot be split as requested, or the split has a leak that the experiment does not acknowledge.</summary>
public sealed class SplitException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="key">YAML key to change, such as <c>split.acknowledge</c>; the message begins with it.</param>
    /// <param name="details">What is wrong, the value, the rule and the next step.</param>
    /// <param name="audit">The audit, if a leak is the reason.</param>
    public SplitException(string key, ErrorDetails details, LeakageAudit? audit = null)
        : base(details with { Where = key })
    {
        Key = key;
        Audit = audit;
    }

    /// <summary>YAML key to change, such as <c>split.acknowledge</c>.</summary>
    public string Key { get; }

    /// <summary>The audit, if a leak is the reason.</summary>
    public LeakageAudit? Audit { get; }
}
