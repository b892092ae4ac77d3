using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bakeoff.Options.Binding;

/// <summary>One key of an options record.</summary>
internal sealed class MemberShape
{
    /// <summary>Reads a property's attributes.</summary>
    public MemberShape(PropertyInfo property, NullabilityInfoContext nullability)
    {
        Property = property;
        Key = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Value = ValueShape.Of(property.PropertyType);
        IsNullable = nullability.Create(property).WriteState == NullabilityState.Nullable;
        IsRequired = property.GetCustomAttribute<RequiredMemberAttribute>() is not null;
        IsCommandLineOnly = property.GetCustomAttribute<CommandLineOnlyAttribute>() is not null;
        IsParameter = !IsCommandLineOnly && property.GetCustomAttribute<NotAParameterAttribute>() is null;
        IsParameterIfGiven = property.GetCustomAttribute<ParameterIfGivenAttribute>() is not null;
        IsEffort = property.GetCustomAttribute<EffortAttribute>() is not null;
        TakesOne = property.GetCustomAttribute<OneOrManyAttribute>() is not null;
        Range = NumberRange.Of(property.GetCustomAttribute<RangeAttribute>());
        MinLength = property.GetCustomAttribute<MinLengthAttribute>()?.Length
            ?? property.GetCustomAttribute<LengthAttribute>()?.MinimumLength
            ?? 0;
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Its key in YAML.</summary>
    public string Key { get; }

    /// <summary>The shape of its value.</summary>
    public ValueShape Value { get; }

    /// <summary>True when null is a value: off, or derived from something else.</summary>
    public bool IsNullable { get; }

    /// <summary>True when the key must be written.</summary>
    public bool IsRequired { get; }

    /// <summary>True when only the command line may give it.</summary>
    public bool IsCommandLineOnly { get; }

    /// <summary>True when it counts among the parameters.</summary>
    public bool IsParameter { get; }

    /// <summary>True when it counts among the parameters only where it has another value than its default.</summary>
    public bool IsParameterIfGiven { get; }

    /// <summary>True when it says how much training is done.</summary>
    public bool IsEffort { get; }

    /// <summary>True when a list of one item may be written as the item.</summary>
    public bool TakesOne { get; }

    /// <summary>Limits of a number, or of each number in a list; null without limits.</summary>
    public NumberRange? Range { get; }

    /// <summary>Fewest items or characters.</summary>
    public int MinLength { get; }
}
