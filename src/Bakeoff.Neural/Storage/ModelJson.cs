using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Bakeoff.Options;

namespace Bakeoff.Neural.Storage;

/// <summary>JSON settings of model files: the YAML's keys, indentation, line feeds, letters unescaped.</summary>
internal static class ModelJson
{
    private static Settings current = new(OptionKinds.Registered);

    /// <summary>Settings that know every kind registered so far.</summary>
    public static JsonSerializerOptions Options
    {
        get
        {
            // Settings that have been used know the kinds of that time only.
            var registered = OptionKinds.Registered;
            var settings = Volatile.Read(ref current);
            if (!ReferenceEquals(settings.Registered, registered))
            {
                settings = new Settings(registered);
                Volatile.Write(ref current, settings);
            }

            return settings.Options;
        }
    }

    private sealed class Settings(IReadOnlyCollection<Assembly> registered)
    {
        public IReadOnlyCollection<Assembly> Registered { get; } = registered;

        public JsonSerializerOptions Options { get; } = new()
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { OptionKinds.AddTo } },
            NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        };
    }
}
