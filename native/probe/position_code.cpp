#include "probe/position_code.h"
