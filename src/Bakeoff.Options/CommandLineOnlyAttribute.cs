namespace Bakeoff.Options;

/// <summary>
/// Marks a property that differs between machines, such as a path: given by <c>--set</c> only, never in a file, and no part of the
/// parameters.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandLineOnlyAttribute : Attribute;
