namespace Bakeoff.Options;

/// <summary>
/// Marks a whole number that says how much training is done, such as epochs or trees: more of it takes longer and gives the same setting a
/// better model. Successive halving gives trials more of one such key from round to round.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EffortAttribute : Attribute;
