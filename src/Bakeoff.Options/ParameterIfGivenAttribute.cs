namespace Bakeoff.Options;

/// <summary>
/// Marks a key that is a parameter only where its value is not the default: a key that came after results were pinned, and whose default is
/// what was done before.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ParameterIfGivenAttribute : Attribute;
