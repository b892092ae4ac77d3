namespace Bakeoff.Options;

/// <summary>Marks a property of an experiment that changes no result and therefore is no part of its parameters.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAParameterAttribute : Attribute
{
    /// <summary>Marks a property.</summary>
    /// <param name="reason">Why the value cannot change a result.</param>
    public NotAParameterAttribute(string reason) => Reason = reason;

    /// <summary>Why the value cannot change a result.</summary>
    public string Reason { get; }
}
