namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>Keeps a type, and what is only reached through it, out of the code fingerprint of stages.</summary>
/// <remarks>For code that watches or explains and cannot change a result: progress, tracking, messages. Say why.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Struct)]
public sealed class OutsideFingerprintAttribute : Attribute
{
    /// <summary>Marks a type.</summary>
    /// <param name="reason">Why this code cannot change a result.</param>
    public OutsideFingerprintAttribute(string reason) => Reason = reason;

    /// <summary>Why this code cannot change a result.</summary>
    public string Reason { get; }
}
