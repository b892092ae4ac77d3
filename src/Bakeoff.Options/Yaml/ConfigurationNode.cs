namespace Bakeoff.Options.Yaml;

/// <summary>A value as written, before it has a type.</summary>
/// <param name="Origin">Where it starts.</param>
internal abstract record ConfigurationNode(ValueOrigin Origin)
{
    /// <summary>The value in few words, for messages.</summary>
    public abstract string Describe();
}
