namespace Bakeoff.Options;

/// <summary>
/// Names a class, usually an options record, as one kind of its abstract base: <c>[Kind("lstm")]</c> is written <c>lstm: {units: 64}</c>
/// in YAML.
/// </summary>
/// <param name="name">The name in YAML and JSON, in snake case.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class KindAttribute(string name) : Attribute
{
    /// <summary>The name in YAML and JSON.</summary>
    public string Name { get; } = name;
}
