namespace Bakeoff.Options;

/// <summary>A value whose type is decided elsewhere, such as a value that a sweep gives to some other key.</summary>
/// <param name="Yaml">The value as YAML on one line.</param>
public sealed record AnyValue(string Yaml)
{
    /// <summary>The YAML itself.</summary>
    public override string ToString() => Yaml;
}
