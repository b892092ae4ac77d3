namespace Bakeoff.Options;

/// <summary>Lets a list of one item be written as the item: <c>missing: NA</c> equals <c>missing: [NA]</c>.</summary>
/// <remarks>On a dictionary of lists, each of them may be written so. The resolved form is always the list.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneOrManyAttribute : Attribute;
