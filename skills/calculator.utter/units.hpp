#pragma once

#include <array>
#include <string_view>

namespace utter::skills {

/// What can be converted into one another.
enum class Quantity { length, mass, volume, temperature };

/// A unit: its value in the base unit of its quantity is `value * factor + offset`.
struct Unit {
    std::string_view name;  ///< of its vocabulary, `unit_<name>.voc`
    Quantity quantity;
    double factor;  ///< metres, grams, litres or kelvins
    double offset = 0;
};

/// The factors are exact: the inch is 25.4 mm and the pound 453.59237 g by definition.
inline constexpr std::array units{
    Unit{"millimeter", Quantity::length, 0.001},
    Unit{"centimeter", Quantity::length, 0.01},
    Unit{"meter", Quantity::length, 1},
    Unit{"kilometer", Quantity::length, 1000},
    Unit{"inch", Quantity::length, 0.0254},
    Unit{"foot", Quantity::length, 0.3048},
    Unit{"yard", Quantity::length, 0.9144},
    Unit{"mile", Quantity::length, 1609.344},
    Unit{"gram", Quantity::mass, 1},
    Unit{"kilogram", Quantity::mass, 1000},
    Unit{"ounce", Quantity::mass, 28.349523125},
    Unit{"pound", Quantity::mass, 453.59237},
    Unit{"milliliter", Quantity::volume, 0.001},
    Unit{"liter", Quantity::volume, 1},
    Unit{"gallon", Quantity::volume, 3.785411784},
    Unit{"celsius", Quantity::temperature, 1, 273.15},
    Unit{"fahrenheit", Quantity::temperature, 5.0 / 9.0, 459.67 * 5.0 / 9.0},
};

}  // namespace utter::skills
