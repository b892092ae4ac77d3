namespace Bakeoff.Options;

/// <summary>
/// Marks the dictionary of a record that takes the keys which the record itself does not know: names that a file decides on, such as
/// columns, beside fixed keys.
/// </summary>
/// <remarks>The record's rules decide which names are right; the binder refuses none.</remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OtherKeysAttribute : Attribute;
